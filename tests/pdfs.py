"""What a PDF is worth to who reads it: checked by the checker for PDF/UA, and read as pdftotext reads it."""

import shutil
import subprocess

import page
import pytest


def is_accessible(pdf: bytes) -> bool:
    """Whether a checker made for it finds that this is PDF/UA. That it also says no: tests/wiz/test_pdf.py."""
    return page.validate_pdf_bytes(pdf, profile="ua-1").is_compliant


def read(pdf: bytes) -> str:
    """Return the text in the order in which it is read."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    return (
        subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
        .stdout.decode()
        .replace("\xa0", " ")
    )
