"""Jobs that are stopped in the middle and go on: the map is that of a run that nobody disturbed."""

import time

from case import check, check_identical, run_all


def start(here, name, launcher="srun"):
    """A running job that has computed part of its map."""
    map_file = here.folder / f"{name}.h5"
    job = here.scan(here.card(), map_file, options=[f"--job-name={name}"], launcher=launcher)
    here.wait_for_progress(map_file, job)
    return job, map_file


def check_continued(here, job, map_file):
    """The same job, started a second time, finished the map."""
    here.cluster.wait(job)
    output = here.cluster.output(job)
    check(here.cluster.job(job)["Restarts"] == "1", f"{map_file.name}: not started a second time:\n{output}")
    check("continuing an unfinished map" in output, f"{map_file.name}: did not continue:\n{output}")
    check(output.count("the map is finished") == 1, f"{map_file.name}: not finished:\n{output}")
    check_identical(here.card().with_suffix(".reference.h5"), map_file)
    return output


def walltime_warning(here, launcher="srun"):
    """scancel --batch --signal=USR1 is what --signal=B:USR1@120 does, at once."""
    job, map_file = start(here, f"warned-{launcher.split()[0]}", launcher)
    here.cluster.run("scancel", "--batch", "--signal=USR1", job)
    output = check_continued(here, job, map_file)
    check("everything finished so far is on disk" in output and "requeued at" in output, f"no clean stop:\n{output}")
    check("did not end cleanly" not in output, f"the warned run did not end cleanly:\n{output}")


def walltime_warning_to_mpirun(here):
    walltime_warning(here, "mpirun --bind-to none")


def no_progress(here):
    """A time limit that is too short for a single slab does not requeue the job for ever."""
    job = here.scan(here.card("long", masses=4000), here.folder / "long.h5")
    for life in (1, 2):
        here.wait_for_output(job, "to compute", times=life)
        here.cluster.run("scancel", "--batch", "--signal=USR1", job)
    here.cluster.wait(job, ("FAILED",))
    check(here.cluster.job(job)["ExitCode"] == "75:0", f"exit code {here.cluster.job(job)['ExitCode']}")
    check("not requeued: no slab was finished" in here.cluster.output(job), here.cluster.output(job))


def preempted(here):
    job, map_file = start(here, "preempted")
    urgent = here.cluster.submit("--partition=urgent", "--nodes=3", "--exclusive", "--output=/dev/null", "--wrap", "sleep 1")
    here.cluster.wait(urgent)
    check_continued(here, job, map_file)


def requeued_by_hand(here):
    job, map_file = start(here, "requeued")
    here.cluster.run("scontrol", "requeue", job)
    check_continued(here, job, map_file)


def node_killed(here):
    job, map_file = start(here, "killed")
    here.cluster.kill_node("n2")
    time.sleep(0.5)
    # What slurmctld concludes by itself after SlurmdTimeout, on a real cluster some minutes.
    here.cluster.run("scontrol", "update", "NodeName=n2", "State=DOWN", "Reason=killed")
    here.cluster.start_node("n2")
    output = check_continued(here, job, map_file)
    check("did not end cleanly" in output, f"the run on the killed node ended cleanly:\n{output}")


def cancelled(here):
    """Cancelling is for good: the job is not requeued, what it had computed is on disk."""
    job, map_file = start(here, "cancelled")
    here.cluster.run("scancel", job)
    here.cluster.wait(job, ("CANCELLED",))
    time.sleep(2)
    check(here.cluster.state(job) == "CANCELLED", f"a cancelled job is {here.cluster.state(job)}")
    again = here.scan(here.card(), map_file, options=["--job-name=again"])
    here.cluster.wait(again)
    check("continuing an unfinished map" in here.cluster.output(again), here.cluster.output(again))
    check_identical(here.card().with_suffix(".reference.h5"), map_file)


def undisturbed(here):
    here.reference(here.card())


def main():
    run_all(undisturbed, walltime_warning, walltime_warning_to_mpirun, no_progress, preempted,
            requeued_by_hand, node_killed, cancelled)


if __name__ == "__main__":
    main()
