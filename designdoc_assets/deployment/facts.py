"""What files say that run, build and deliver the target. Only data; what variables are set to is not among it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is written."""

    path: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class EnvironmentName:
    """A variable that something is given when it is started. What it is set to is never kept."""

    name: str
    has_default: bool
    """Whether the file says what it is, where whoever starts it says nothing."""


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Where a variable leads that something is given. Nothing else of its value is kept."""

    variable: str
    scheme: str
    unit: str
    """The host, where it is the name of a unit or an entrance of the target; else empty."""


@dataclass(frozen=True, slots=True)
class NamedVariable:
    """A variable that a file names for those who run the target."""

    place: Place
    name: str
    value: str = ""
    """An example, or what is taken where nobody sets it; `…` for what looks like a secret, empty for what is none."""
    about: str = ""
    """What its author says of it, as plain text."""
    is_default: bool = False
    """Whether the value is taken where nobody sets it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that is started and runs, or runs at certain times: a service, a workload, a process, a function."""

    place: Place
    form: str
    """The name of the form that says so."""
    sort: str
    """What those who write the form call it: `service`, `Deployment`, `process`."""
    name: str
    image: str = ""
    """As written: of a variable in it, with its default."""
    built_from: str = ""
    """The path of the file that its image is built by."""
    command: str = ""
    ports: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    after: tuple[tuple[str, str], ...] = ()
    """(unit, what is waited for): what has to be there before it; the condition is empty where none is written."""
    environment: tuple[EnvironmentName, ...] = ()
    addresses: tuple[Address, ...] = ()
    environment_from: tuple[str, ...] = ()
    """The files, or the objects of a cluster, that give it more variables."""
    when: tuple[str, ...] = ()
    """What starts it, as phrases: `GET /orders`, `cron 0 3 * * *`; empty where it runs all the time."""
    labels: tuple[tuple[str, str], ...] = ()
    """What the objects of a cluster choose it by."""
    profiles: tuple[str, ...] = ()
    """It is started only where one of these is asked for."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """An object through which units are reached: a service of a cluster, an ingress."""

    place: Place
    form: str
    sort: str
    name: str
    ports: tuple[str, ...] = ()
    chooses: tuple[tuple[str, str], ...] = ()
    """The labels of the units behind it."""
    leads_to: tuple[tuple[str, str], ...] = ()
    """(host and path, name of the entrance behind)."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of an image; `name` is empty where it has none."""

    name: str
    base: str
    """An image, or the name of an earlier stage."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image as a file describes how it is built."""

    place: Place
    stages: tuple[Stage, ...]
    entrypoint: str = ""
    command: str = ""
    ports: tuple[str, ...] = ()
    environment: tuple[EnvironmentName, ...] = ()

    @property
    def base(self) -> str:
        """The image that the last stage comes from in the end."""
        by_name = {stage.name: stage.base for stage in self.stages if stage.name}
        base = self.stages[-1].base
        for _ in self.stages:
            base = by_name.get(base, base)
        return base


@dataclass(frozen=True, slots=True)
class Step:
    """What a job does in one step."""

    text: str
    """What is written there: the name of what is used, or the first words of a command."""
    delivers: str = ""
    """What leaves by it, as a phrase, where the step plainly says so: `publishes a package to PyPI`."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job of a workflow."""

    place: Place
    name: str
    after: tuple[str, ...]
    steps: tuple[Step, ...]
    when: tuple[str, ...] = ()
    """Where it has conditions of its own."""


@dataclass(frozen=True, slots=True)
class Workflow:
    """Jobs that a server runs when something happens."""

    place: Place
    form: str
    name: str
    when: tuple[str, ...]
    """As phrases."""
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Why a file, or a part of it, was not read; `reason` is a clause about it."""

    path: str
    line: int
    """0 where it is about the whole file."""
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What one file says."""

    units: tuple[Unit, ...] = ()
    entrances: tuple[Entrance, ...] = ()
    images: tuple[Image, ...] = ()
    workflows: tuple[Workflow, ...] = ()
    configurations: tuple[tuple[str, str], ...] = ()
    """(sort, name) of objects that hold configuration: config maps, secrets."""
    variables: tuple[NamedVariable, ...] = ()


@dataclass(frozen=True, slots=True)
class Deployment:
    """What all files say, in order of their paths."""

    units: tuple[Unit, ...] = ()
    entrances: tuple[Entrance, ...] = ()
    images: tuple[Image, ...] = ()
    workflows: tuple[Workflow, ...] = ()
    configurations: tuple[tuple[str, str, str], ...] = ()
    """(path, sort, name)."""
    variables: tuple[NamedVariable, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    """(path, form) of the files that were read."""
    beside: tuple[tuple[str, int], ...] = ()
    """(folder, files) of those that examples, documentation or tests have for themselves: they were not read."""
    problems: tuple[Problem, ...] = field(default=())
