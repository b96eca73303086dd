"""64 ranks, far more than cores: the map of one rank, bit for bit, and every rank's slabs counted once."""

from harness import FOLDER, check, check_identical, check_numbers, outcome, run

grid = {"columns": 600, "couplings": 20}
run(FOLDER / "one.h5", **grid)
done = run(FOLDER / "many.h5", 64, **grid)
check(int(outcome(done)["computed"]) == 5 * 600, f"a slab was lost or done twice: {done.stdout}")
check_identical(FOLDER / "one.h5", FOLDER / "many.h5")
check_numbers(FOLDER / "many.h5", **grid)
