"""The chunks in which a demo is invented and written."""

import gc

import pytest

from partners.demo.flow import by_chunk


def test_chunks_hold_everything_once_and_collecting_goes_on_after_them():
    seen = []
    for chunk in by_chunk(range(5), 2):
        assert not gc.isenabled()
        seen.append(chunk)
    assert seen == [[0, 1], [2, 3], [4]]
    assert gc.isenabled()


def test_collecting_goes_on_when_a_chunk_fails():
    def items():
        yield 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(by_chunk(items(), 1))
    assert gc.isenabled()
