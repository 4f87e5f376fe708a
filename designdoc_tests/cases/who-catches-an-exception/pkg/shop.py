"""Sells things."""

import contextlib

from pkg import errors
from pkg.bank import Bank
from pkg.errors import Declined as No


def pay(bank: Bank) -> bool:
    """Pay."""
    try:
        bank.charge(1)
    except (No, ValueError) as problem:
        print(problem)
        return False
    return True


def quietly(bank: Bank) -> None:
    """Pay, or not."""
    with contextlib.suppress(errors.Declined):
        bank.charge(2)


def either(bank: Bank) -> None:
    """Pay, and see."""
    try:
        bank.charge(3)
    except errors.Refused:
        print("no")


def load(path: str) -> str:
    """Read a file."""
    try:
        return open(path).read()
    except IOError:
        return ""


def whatever(bank: Bank) -> None:
    """Pay, whatever happens."""
    try:
        bank.charge(4)
    except Exception:
        print("what?")


def local_name(bank: Bank, Declined: type[Exception]) -> None:
    """Pay, or whatever the caller says."""
    try:
        bank.charge(5)
    except Declined:
        print("as you say")


def describe(problem: No) -> str:
    """Say what went wrong."""
    return str(problem)
