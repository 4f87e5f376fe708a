from pkg.m import hook, plain


def test_direct():
    assert hook(len)


def test_local():
    class Local:
        @hook
        def mark(self):
            pass

    assert Local()


class TestMore:
    def test_method(self):
        class Local:
            @hook
            @plain
            def mark(self):
                pass

        assert Local()
