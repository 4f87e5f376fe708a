"""Where settings come from."""

import os


class Settings:
    """Reads the environment."""

    def home(self) -> str:
        """Say where state is kept."""
        return os.environ["PKG_HOME"]

    def level(self) -> str:
        """Say how much is logged."""
        return os.getenv("PKG_LEVEL", "info")

    def any(self, name: str) -> str:
        """Say what is set."""
        return os.environ[name]

    def later(self):
        """Say how to find out."""

        def read() -> str:
            return os.environ["PKG_LATER"]

        return read


class Open:
    """Reads what it is asked for."""

    def any(self, name: str) -> str:
        """Say what is set."""
        return os.environ[name]
