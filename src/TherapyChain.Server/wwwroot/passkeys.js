// Asks the authenticator for a passkey: on /sign-in to come in, on /my-security to add one. Both pages work without it.
"use strict";
(() => {
  const able = window.PublicKeyCredential && PublicKeyCredential.parseCreationOptionsFromJSON && PublicKeyCredential.parseRequestOptionsFromJSON;
  if (!able) return;

  const send = async (path, body) => {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const json = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
    if (!answer.ok) throw Object.assign(new Error(`${answer.status}`), { said: json && json.detail });
    return json;
  };

  // What is said stands on the page, in its language. What a server that answered says is said as it is.
  const words = (place, failure) =>
    failure.name === "NotAllowedError" ? place.dataset.cancelled
    : failure.name === "InvalidStateError" ? place.dataset.known
    : failure.name === "SecurityError" ? place.dataset.address
    : failure.said || place.dataset.silent;

  const run = async (place, work) => {
    const [alarm, button] = [place.querySelector("[role=alert]"), place.querySelector("button")];
    alarm.hidden = button.disabled = true;
    try {
      await work();
    } catch (failure) {
      alarm.textContent = words(place, failure);
      alarm.hidden = button.disabled = false;
    }
  };

  const signIn = document.getElementById("passkey");
  if (signIn) {
    signIn.hidden = false;
    const button = signIn.querySelector("button");
    button.addEventListener("click", () => run(signIn, async () => {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await send("/session/passkey/options", {}));
      const credential = await navigator.credentials.get({ publicKey });
      await send("/session/passkey", { credential: credential.toJSON() });
      location.assign(button.dataset.return);
    }));
  }

  const add = document.getElementById("add-passkey");
  if (add) {
    add.hidden = false;
    const form = add.querySelector("form");
    form.addEventListener("submit", event => {
      event.preventDefault();
      const given = new FormData(form);
      run(add, async () => {
        const options = await send("/my-security/passkeys/options", { password: given.get("password"), code: given.get("code") });
        const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
        await send("/my-security/passkeys", { credential: credential.toJSON(), name: given.get("name") });
        location.assign("/my-security?added=1");
      });
    });
  }
})();
