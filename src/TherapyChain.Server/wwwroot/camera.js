// Reads barcodes with the phone's camera where the browser can; elsewhere its button never shows. Pictures stay in this page.
"use strict";
(async () => {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
  const wanted = ["data_matrix", "code_128", "qr_code", "itf", "code_39"];
  const known = await BarcodeDetector.getSupportedFormats().catch(() => []);
  const formats = wanted.filter(format => known.includes(format));
  if (!formats.length) return;
  const detector = new BarcodeDetector({ formats });
  let stop = () => {};

  for (const place of document.querySelectorAll("[data-camera]")) {
    const [button, video, status] = [place.querySelector("button"), place.querySelector("video"), place.querySelector("[role=status]")];
    const field = document.getElementById(place.dataset.camera);
    place.hidden = false;
    button.addEventListener("click", async () => {
      if (!video.hidden) return stop();
      stop();
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch (failure) {
        status.textContent = failure.name === "NotAllowedError" ? place.dataset.denied : place.dataset.none;
        return;
      }
      let running = true;
      stop = () => {
        running = false;
        stream.getTracks().forEach(track => track.stop());
        video.hidden = true;
        stop = () => {};
      };
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      status.textContent = place.dataset.aim;
      const look = async () => {
        if (!running) return;
        const found = (await detector.detect(video).catch(() => [])).map(code => code.rawValue).find(code => code && !field.value.split("\n").includes(code));
        if (found && running) {
          field.value = field.value.trim() ? `${field.value.trimEnd()}\n${found}` : found;
          field.dispatchEvent(new Event("input", { bubbles: true }));
          status.textContent = `${place.dataset.read} ${found}`;
          if (navigator.vibrate) navigator.vibrate(80);
          if (field.value.split("\n").length >= Number(field.dataset.count)) {
            stop();
            // As a scanner would: the next field takes over.
            field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
            return;
          }
        }
        setTimeout(look, 150);
      };
      look();
    });
  }
  addEventListener("pagehide", () => stop());
})();
