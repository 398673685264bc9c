#!/usr/bin/env bash
# Writes tests/files/: what an office program makes of an attendance list. Needs LibreOffice (Writer, Calc, Draw); run by hand, kept in git.
set -euo pipefail
cd "$(dirname "$0")/files"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'Presentielijst augustus\n\nGroep dinsdag: 6 van 8 gekomen. Twee keer afgezegd: kind ziek.\n' > "$work/presentielijst.txt"
printf 'datum,gekomen\n2026-08-11,ja\n2026-08-18,nee\n' > "$work/presentielijst.csv"
office() { soffice --headless -env:UserInstallation="file://$work/profile" "$@" --outdir . >/dev/null 2>&1; }
office --infilter="Text (encoded):UTF8" --convert-to odt "$work/presentielijst.txt"
office --convert-to docx presentielijst.odt
office --convert-to pdf:writer_pdf_Export presentielijst.odt
office --convert-to xlsx "$work/presentielijst.csv"
office --convert-to png presentielijst.odt
office --convert-to jpg presentielijst.odt
ls -l
