"""Work."""

import multiprocessing
import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from threading import Thread


class Environment:
    """Makes things for others to start."""

    def create_process(self, target):
        """Make one."""
        return threading.Thread(target=target)

    def context(self):
        """Return how workers are started."""
        return multiprocessing.get_context("spawn")

    def restart(self):
        """Begin anew."""
        os.execl(sys.executable, sys.executable)

    def handler(self):
        """Return what waits."""

        def wait():
            time.sleep(1)

        return wait

    def late(self):
        """Return what stops."""
        return lambda: sys.exit(1)

    def speak(self, sock: socket.socket, error=subprocess.CalledProcessError):
        """Use what is given."""
        sock.send(b"")

    def sleeper(self):
        """Return how to wait."""
        return time.sleep


class Runner:
    """Does it itself."""

    def call(self, command):
        """Call it."""
        subprocess.run(command, check=True)

    def begin(self, target):
        """Begin."""
        worker = Thread(target=target)
        worker.start()

    def begin_process(self, target):
        """Begin elsewhere."""
        multiprocessing.Process(target=target).start()

    def read(self, data):
        """Read."""
        return [pickle.loads(part) for part in data]

    def stop(self):
        """Stop."""
        sys.exit(1)


class Storage:
    """Stores."""

    def create_models(self):
        """Make the model."""

        class KV:
            """A pair."""

            class Meta:
                """About the pair."""

                name = "kv"

        return KV
