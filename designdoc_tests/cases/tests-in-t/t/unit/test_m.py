from t.mocks import sent


def test_send():
    assert sent("x")
