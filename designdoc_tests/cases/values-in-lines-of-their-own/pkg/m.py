"""Tables."""

QUERY = """
SELECT a,

       b
    column_0 INTEGER NOT NULL DEFAULT 0,  -- the 0th
    column_1 INTEGER NOT NULL DEFAULT 1,  -- the 1th
    column_2 INTEGER NOT NULL DEFAULT 2,  -- the 2th
    column_3 INTEGER NOT NULL DEFAULT 3,  -- the 3th
    column_4 INTEGER NOT NULL DEFAULT 4,  -- the 4th
    column_5 INTEGER NOT NULL DEFAULT 5,  -- the 5th
    column_6 INTEGER NOT NULL DEFAULT 6,  -- the 6th
    column_7 INTEGER NOT NULL DEFAULT 7,  -- the 7th
    column_8 INTEGER NOT NULL DEFAULT 8,  -- the 8th
    column_9 INTEGER NOT NULL DEFAULT 9,  -- the 9th
    column_10 INTEGER NOT NULL DEFAULT 10,  -- the 10th
    column_11 INTEGER NOT NULL DEFAULT 11,  -- the 11th
    column_12 INTEGER NOT NULL DEFAULT 12,  -- the 12th
    column_13 INTEGER NOT NULL DEFAULT 13,  -- the 13th
FROM t
"""


class Store:
    """A store."""

    table = (
        "CREATE TABLE IF NOT EXISTS kv ("
        "queue VARCHAR(255) NOT NULL, "
        "key VARCHAR(255) NOT NULL, "
        "value BLOB NOT NULL, "
        "PRIMARY KEY (queue, key))"
    )
    short = (1,
             2)
