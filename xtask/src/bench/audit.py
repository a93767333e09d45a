"""The Python half of `cargo xtask bench audit`: ydata-profiling's minimal report of a table.

    audit.py TABLE PAGE    reads TABLE, writes the report to PAGE   -> import_seconds, seconds, peak_memory_mb

`seconds` runs from the open file to the written page; importing the packages is told apart from it.
"""

import json
import resource
import sys
import time

start = time.perf_counter()
import pandas as pd  # noqa: E402
from ydata_profiling import ProfileReport  # noqa: E402

imported = time.perf_counter()
ProfileReport(pd.read_csv(sys.argv[1]), minimal=True, progress_bar=False).to_file(sys.argv[2])
done = time.perf_counter()
print(
    json.dumps(
        {
            "import_seconds": imported - start,
            "seconds": done - imported,
            "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
