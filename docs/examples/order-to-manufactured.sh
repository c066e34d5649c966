#!/bin/sh
# Takes an order for autologous CAR-T (frozen starting material) from referral to manufactured cells, each step by the person whose step it is.
# Usage: order-to-manufactured.sh <order> <number>     The number, 1 to 9, keeps the codes of several orders apart.
# Keys that may sign are in signing/, and everybody's password in a file of their own in passwords/, as the walkthrough makes them.
set -e
order=$1
n=$2
coi=CHSE12326A0000$n
bag=SE1232600010$n
frozen=KUH-CB-26-000$n
culture=LCW-CUL-000$n
batch=LCW-B-000$n
product=LCW-DP-000$n
step() { therapychain orders advance "$order" "$@" > last-answer.txt; }

step refer-patient --key-file keys/linnea-sandberg --evidence indication=large-b-cell-lymphoma --evidence "patient-weight=81 kg"
step confirm-eligibility --key-file signing/helena-krueger --evidence board-decision="Treat as planned." --evidence funding-confirmed=yes \
  --sign approved-by --person helena-krueger --password-file passwords/helena-krueger
step request-slot --key-file keys/tim-adler --evidence priority=urgent --evidence reason="Second relapse."
step take-consent --key-file signing/helena-krueger --evidence consent-form-version=7 --evidence consent-date=2026-03-02 \
  --sign performed-by --person helena-krueger --password-file passwords/helena-krueger
step record-infection-tests --key-file keys/tim-adler --evidence sampling-date=2026-03-02 \
  --evidence hiv-test=negative --evidence hepatitis-b-test=negative --evidence hepatitis-c-test=negative
step prescribe --key-file signing/helena-krueger \
  --sign ordered-by --person helena-krueger --password-file passwords/helena-krueger
step approve-order --key-file signing/jonas-richter --evidence treatment-site-qualified=yes --evidence collection-site-qualified=yes \
  --sign approved-by --person jonas-richter --password-file passwords/jonas-richter
step issue-chain-of-identity --key-file keys/jonas-richter --scan chain-of-identity=$coi
step schedule --key-file keys/miriam-kaiser --evidence collection-date=2026-03-09 --evidence manufacture-date=2026-03-16 \
  --evidence courier-booking=NC-2041$n --evidence border-documents-ready=yes
step check-kit-and-labels --key-file keys/astrid-holm --scan chain-of-identity=$coi --evidence kit-lot=KIT-118 --evidence "labels-received=12 label"
step start-collection --key-file keys/astrid-holm --scan chain-of-identity=$coi \
  --second mikael-ek --second-password-file passwords/mikael-ek
step complete-collection --key-file signing/astrid-holm --scan chain-of-identity=$coi --scan apheresis-bag==${bag}00 \
  --evidence collection-course=complete --evidence "collected-volume=195 mL" --evidence "processed-blood-volume=11 L" \
  --second mikael-ek --second-password-file passwords/mikael-ek \
  --sign performed-by --person astrid-holm --password-file passwords/astrid-holm
echo "Freezing curve of $frozen: -1 °C a minute to -40 °C, then -10 °C a minute to -140 °C." > curve-$n.txt
therapychain orders document "$order" curve-$n.txt --key-file keys/oskar-nyman > last-answer.txt
step freeze --key-file signing/oskar-nyman --scan chain-of-identity=$coi --scan apheresis-bag==${bag}00 --scan frozen-bag=$frozen \
  --evidence "frozen-bags=1 bag" --evidence freeze-curve=@curve-$n.txt --evidence nitrogen-tank-position=T2/R1/0$n \
  --sign performed-by --person oskar-nyman --password-file passwords/oskar-nyman
step reconcile-labels --key-file signing/astrid-holm --evidence "labels-applied=9 label" --evidence "labels-destroyed=3 label" \
  --evidence all-labels-accounted=yes \
  --sign verified-by --person astrid-holm --password-file passwords/astrid-holm
step confirm-cell-count --key-file keys/oskar-nyman --evidence "total-nucleated-cells=7.9 10^9" --evidence "t-cells=3.1 10^9" --evidence "viability=92 %"
step pack-starting-material --key-file keys/oskar-nyman --scan chain-of-identity=$coi --scan frozen-bag=$frozen \
  --evidence shipper-number=DVS-031 --evidence logger-number=QT-551 --evidence shipper-charged=yes
step hand-over-starting-material --key-file signing/oskar-nyman --scan chain-of-identity=$coi --evidence waybill-number=NC-WB-901$n \
  --seal frozen-bag=S-7012$n --condition frozen-bag=intact \
  --sign performed-by --person oskar-nyman --password-file passwords/oskar-nyman
step receive-starting-material-into-quarantine --key-file signing/felix-brandt --scan chain-of-identity=$coi --scan frozen-bag=$frozen \
  --evidence reason="The logger has not been read out yet." --seal frozen-bag=S-7012$n --condition frozen-bag=intact \
  --sign received-by --person felix-brandt --password-file passwords/felix-brandt
step accept-starting-material-with-deviation --key-file signing/paul-hartwig --evidence deviation-number=DEV-26-04$n \
  --evidence reason="Logger read out by its maker: colder than -150 °C all the way." \
  --sign accepted-responsibility-for --person paul-hartwig --password-file passwords/paul-hartwig
step start-manufacture --key-file signing/felix-brandt --scan chain-of-identity=$coi --scan frozen-bag=$frozen \
  --scan batch-number=$batch --scan culture=$culture \
  --second nora-seidel --second-password-file passwords/nora-seidel \
  --sign performed-by --person felix-brandt --password-file passwords/felix-brandt
step complete-manufacture --key-file signing/felix-brandt --scan chain-of-identity=$coi --scan batch-number=$batch \
  --scan culture=$culture --scan drug-product-bag=$product --evidence manufacturing-date=2026-03-16 --evidence expiry-date=2026-12-16 \
  --evidence "product-bags=1 bag" \
  --second nora-seidel --second-password-file passwords/nora-seidel \
  --sign performed-by --person felix-brandt --password-file passwords/felix-brandt
head -n 1 last-answer.txt
