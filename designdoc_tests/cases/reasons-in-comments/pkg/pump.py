"""A pump, because users like it."""

import subprocess

# TODO list of the user
LIST = ["TODO: no comment, because it is a string"]


class Pump:
    """Pumps."""

    # FIXME: leaks where the valve is open
    def close(self):
        """Close it."""

    def run(self, x):
        """Run it."""
        # Twice, because the `valve` sticks.
        self.close()
        # TODO(ann): ask it once
        # run(x)
        # Workaround for a bug of the driver: it counts from one.
        subprocess.run(["ffmpeg", str(x + 1)])
