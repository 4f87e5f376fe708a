import os

SECRET = os.environ["EXAMPLE_SECRET"]
