"""Jobs that nobody disturbs: over several nodes, in arrays, in chains, and two clusters side by side."""

import re

from case import PROGRAM, SOURCE, case, check, check_identical, program, run_all

MASSES = 30
# A map whose slabs the ranks share; the tests of the chain use it too.
SMALL = "card"


def small(here):
    return here.card(SMALL, MASSES)


def several_nodes(here, launcher):
    map_file = here.folder / f"{launcher.split()[0]}.h5"
    job = here.scan(small(here), map_file, launcher=launcher)
    here.cluster.wait(job)
    output = here.cluster.output(job)
    # The job asks for one rank of two CPUs on each of two nodes: SLURM_CPUS_PER_TASK becomes the threads.
    check("2 ranks x 2 threads" in output, f"{launcher}: other ranks or threads:\n{output}")
    check_identical(here.reference(small(here)), map_file)


def srun_over_nodes(here):
    several_nodes(here, "srun")


def mpirun_over_nodes(here):
    several_nodes(here, "mpirun --bind-to none")


def cpus_per_task(here):
    """Without --threads the program takes SLURM_CPUS_PER_TASK, as far as the CPUs go."""
    done = here.cluster.run("srun", "--mpi=pmix", "--ntasks=1", "--cpus-per-task=2", PROGRAM, "scan", small(here), "-o",
                            here.folder / "threads.h5")
    found = re.search(r"1 ranks x (\d+) threads; CPUs: (\d+) for a rank", done.stderr)
    check(found, f"no line about threads:\n{done.stderr}")
    check(int(found[1]) == min(2, int(found[2])), f"{found[0]}: expected 2 threads")
    done = here.cluster.run("srun", "--mpi=pmix", "--ntasks=1", "--cpus-per-task=1", PROGRAM, "scan", small(here), "-o",
                            here.folder / "threads-1.h5")
    check("1 ranks x 1 threads" in done.stderr, f"one CPU per task, but:\n{done.stderr}")


def array_then_export(here):
    """One task per card; the export waits for all of them."""
    for task in (1, 2):
        here.card(f"array-{task}", MASSES - task)
    array = here.scan(here.folder / "array-%a.toml", here.folder / "array-%a.h5", options=["--array=1-2"], nodes=1)
    commands = " && ".join(f"{PROGRAM} export {here.folder}/array-{task}.h5 --format csv -o {here.folder}/export-{task}"
                           for task in (1, 2))
    export = here.cluster.submit(f"--dependency=afterok:{array}", "--kill-on-invalid-dep=yes",
                                 f"--output={here.folder}/export-%j.log", "--wrap", commands)
    check(here.cluster.state(export) == "PENDING", "the export does not wait")
    here.cluster.wait(export)
    here.cluster.wait(array)
    for task in (1, 2):
        check(list((here.folder / f"export-{task}").glob("*.csv")), f"nothing exported of card {task}")
        reference = here.reference(here.folder / f"array-{task}.toml")
        check_identical(reference, here.folder / f"array-{task}.h5")


def chain(here):
    """scan -> update with one more experiment -> export, each after the one before; the update has the bits of a scan."""
    limits = here.folder / "limits"
    (limits / "dark-photon").mkdir(parents=True)
    shipped = SOURCE / "limits" / "dark-photon"
    card = here.card("chain", MASSES)
    map_file = here.folder / "chain.h5"
    names = sorted(path.name for path in shipped.glob("*.csv"))
    check(len(names) > 3, "no limits are shipped")
    for name in names[:2]:
        (limits / "dark-photon" / name).write_bytes((shipped / name).read_bytes())
    first = here.scan(card, map_file, arguments=["--limits", limits])
    here.cluster.wait(first, ("RUNNING", "COMPLETED"))
    here.wait_for_output(first, "to compute")
    (limits / "dark-photon" / names[2]).write_bytes((shipped / names[2]).read_bytes())
    chained = ["--kill-on-invalid-dep=yes"]
    second = here.scan("update", map_file, arguments=["--limits", limits], options=[f"--dependency=afterok:{first}", *chained])
    third = here.cluster.submit(f"--dependency=afterok:{second}", *chained, f"--output={here.folder}/last-%j.log", "--wrap",
                                f"{PROGRAM} export {map_file} --format csv -o {here.folder}/chain-export")
    for job in (first, second, third):
        here.cluster.wait(job)
    check(list((here.folder / "chain-export").glob("*.csv")), "nothing exported")
    output = here.cluster.output(second)
    check(names[2].removesuffix(".csv") in output or "to compute" in output, f"the update did not compute:\n{output}")
    fresh = here.folder / "fresh.h5"
    done = program("scan", card, "-o", fresh, "--limits", limits)
    check(done.returncode == 0, done.stderr)
    check_identical(fresh, map_file)


def failed_scan_stops_the_chain(here):
    """Exit code 3 of a wrong card is the job's, it is not requeued, and what depends on it does not run."""
    card = here.folder / "wrong.toml"
    card.write_text('model = "dark-foton"\n')
    first = here.scan(card, here.folder / "wrong.h5", options=["--hold"])
    second = here.cluster.submit(f"--dependency=afterok:{first}", "--kill-on-invalid-dep=yes",
                                 f"--output={here.folder}/never-%j.log", "--wrap", "true")
    here.cluster.run("scontrol", "release", first)
    here.cluster.wait(first, ("FAILED",))
    check(here.cluster.job(first)["ExitCode"] == "3:0", f"exit code {here.cluster.job(first)['ExitCode']}")
    check("wrong.toml:1:" in here.cluster.output(first), f"no place in the message:\n{here.cluster.output(first)}")
    here.cluster.wait(second, ("CANCELLED",))


def submitted(here):
    """penumbra submit: sbatch is asked first, and the job that it submits makes the map."""
    card, map_file = small(here), here.folder / "submitted.h5"
    start = [PROGRAM, "submit", card, "-o", map_file, "--preset", "local", "--sample", "0.5"]
    done = here.cluster.run(*start)
    check("accepted" in done.stdout and "#SBATCH --nodes=1" in done.stdout, done.stdout + done.stderr)
    check(not map_file.exists() and not here.cluster.run("squeue", "-h").stdout, "a job without --submit")
    done = here.cluster.run(*start, "--nodes", "99", "--submit", check=False)
    check(done.returncode == 1 and "refused" in done.stdout, f"99 of 3 nodes: {done.returncode}\n{done.stdout}{done.stderr}")
    done = here.cluster.run(*start, "--nodes", "2", "--submit")
    job = int(re.search(r"job +(\d+) submitted", done.stdout)[1])
    here.cluster.wait(job)
    output = here.cluster.output(job)
    check("4 ranks x 2 threads" in output, f"other ranks or threads:\n{output}")
    check_identical(here.reference(card), map_file)


def two_clusters(here):
    """A second one beside the first, and neither sees the other's jobs."""
    job = here.cluster.submit("--output=/dev/null", "--wrap", "sleep 30")
    with case(nodes=1) as other:
        check(not other.cluster.run("squeue", "-h").stdout, "the second cluster sees jobs of the first")
        other.cluster.wait(other.cluster.submit("--output=/dev/null", "--wrap", "true"))
    here.cluster.wait(job, ("RUNNING",))
    here.cluster.run("scancel", job)


def main():
    run_all(srun_over_nodes, mpirun_over_nodes, cpus_per_task, submitted, array_then_export, chain,
            failed_scan_stops_the_chain, two_clusters)


if __name__ == "__main__":
    main()
