"""Collecting of rubbish while a demo is made."""

import gc

import pytest

from partners.demo.flow import collected_by_the_part


@pytest.mark.parametrize("fails", [False, True])
def test_collecting_goes_on_after_the_parts(fails):
    try:
        with collected_by_the_part():
            assert not gc.isenabled()
            if fails:
                raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert gc.isenabled()
