from own.inner.stats import Stats
