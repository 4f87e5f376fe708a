from pkg import Job


def test_runs():
    Job().run()
