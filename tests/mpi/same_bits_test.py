"""The same map, bit for bit, for any number of ranks and threads and either way of claiming."""

from harness import FOLDER, check, check_identical, check_numbers, check_undamaged, run

reference = FOLDER / "reference.h5"
run(reference)
check_numbers(reference)
listing = check_undamaged(reference)
check("synthetic-000 done=8 damaged=0 combined=true" in listing, f"the profile is not exercised:\n{listing}")

for ranks in (1, 2, 4):
    for threads in (1, 2):
        for claim in ("dynamic", "static"):
            other = FOLDER / f"{ranks}-{threads}-{claim}.h5"
            run(other, ranks, threads=threads, claim=claim, delay_ms=1)
            check_identical(reference, other)

# A column longer than a slab (131072 points) is cut; rows, responses and combination must not notice.
long_columns = {"columns": 3, "couplings": 140000, "analyses": 2}
run(FOLDER / "long-1.h5", **long_columns)
run(FOLDER / "long-2.h5", 2, threads=2, **long_columns)
check_identical(FOLDER / "long-1.h5", FOLDER / "long-2.h5")
check_numbers(FOLDER / "long-2.h5", **long_columns)
