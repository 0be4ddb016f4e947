"""Four deadlines by hand in DuckDB, as somebody would write them who has only these to answer.

Provisions 6.2 (acknowledged in five working days), 6.3 (answered in ten from then), 6.11 and 6.14 (the same at stage 2,
with twenty). No extension, no correction, nothing that is not known, no other reading.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as arrow

from code_engine.calendar import DAY_0, FIRST_DAY, LAST_DAY, england

_DUE = """
SELECT f.case_number,
       CASE WHEN ack_1 <= a1.after_5 THEN 1 WHEN coalesce(ack_1, as_of) > a1.after_5 THEN 2 ELSE 3 END AS p_6_2,
       CASE WHEN resp_1 <= r1.after_10 THEN 1 WHEN coalesce(resp_1, as_of) > r1.after_10 THEN 2 ELSE 3 END AS p_6_3,
       CASE WHEN ack_2 <= a2.after_5 THEN 1 WHEN coalesce(ack_2, as_of) > a2.after_5 THEN 2 ELSE 3 END AS p_6_11,
       CASE WHEN resp_2 <= r2.after_20 THEN 1 WHEN coalesce(resp_2, as_of) > r2.after_20 THEN 2 ELSE 3 END AS p_6_14
FROM (SELECT case_number,
             min(happened_on) FILTER (type = 'complaint_received') AS received,
             min(happened_on) FILTER (type = 'escalation_requested') AS requested,
             min(happened_on) FILTER (type = 'acknowledged' AND stage = 1) AS ack_1,
             min(happened_on) FILTER (type = 'response_issued' AND stage = 1) AS resp_1,
             min(happened_on) FILTER (type = 'acknowledged' AND stage = 2) AS ack_2,
             min(happened_on) FILTER (type = 'response_issued' AND stage = 2) AS resp_2
      FROM events GROUP BY case_number) f
JOIN cases USING (case_number)
LEFT JOIN calendar a1 ON a1.day = f.received
LEFT JOIN calendar r1 ON r1.day = f.ack_1
LEFT JOIN calendar a2 ON a2.day = f.requested
LEFT JOIN calendar r2 ON r2.day = f.ack_2
"""


def four_deadlines(source: Path, threads: int) -> float:
    """Seconds from the files of cases and events to a file of answers."""
    connection: Any = duckdb.connect(config={"threads": threads})
    calendar = england()
    # A limit of twenty days has to end within the calendar.
    days = range(FIRST_DAY.toordinal(), LAST_DAY.toordinal() - 60)
    limits = {f"after_{limit}": [calendar.due(day, limit, DAY_0) for day in days] for limit in (5, 10, 20)}
    connection.register("calendar", arrow.table({"day": list(days), **limits}))
    for name in ("cases", "events"):
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM '{source / name}.parquet'")
    start = time.perf_counter()
    connection.execute(f"COPY ({_DUE}) TO '{source / 'by-hand.parquet'}' (FORMAT parquet)")
    return time.perf_counter() - start
