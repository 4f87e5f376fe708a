"""The views of ARCHITECTURE, a module each: what it is shown from, its blocks, its picture."""
