from setuptools import setup

setup(
    name="own",
    version="1.0",
    description="Adds things.",
    packages=["own"],
    entry_points={"console_scripts": ["own = own.cli:main"]},
    scripts=["bin/own-fast", "bin/own_slow.py"],
)
