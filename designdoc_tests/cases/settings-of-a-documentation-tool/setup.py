"""Builds it."""

from setuptools import setup

REQUIREMENTS = ["requests"]
setup(name="pkg", install_requires=REQUIREMENTS)
