import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { type Wanted, findServer } from "../../src/server";
import { Lines, type Reply, machineWith } from "./machine_stand_in";

const VERSION = "0.1.0";
const lift: Reply = (args) => ({ stdout: args.includes("--version") ? `lift ${VERSION}\n` : "" });
const older: Reply = () => ({ stdout: "lift 0.0.9\n" });
const broken: Reply = () => ({ status: 1, stderr: "broken" });

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lift-unit-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function wanted(changes: Omit<Partial<Wanted>, "settings"> & { settings?: Partial<Wanted["settings"]> } = {}): Wanted {
  const { settings, ...others } = changes;
  return {
    settings: { command: [], source: "managed", interpreter: "", ...settings },
    checkout: undefined,
    activeInterpreter: undefined,
    requirement: "/extension/bundled/lift.whl",
    version: VERSION,
    managed: { folder, withProgress: (_title, work) => work(new AbortController().signal) },
    ...others,
  };
}

async function check(request: Wanted, machine: ReturnType<typeof machineWith>, expected: string | undefined) {
  const log = new Lines();
  const launch = await findServer(request, machine, log);
  assert.equal(launch?.serve.join(" "), expected, log.lines.join("\n"));
  return { launch, log: log.lines };
}

/** A machine whose Python makes environments in which `lift` does what `inside` says. */
function withPython(inside: Reply, others: Record<string, Reply> = {}, path: Record<string, string> = {}) {
  const programs: Record<string, Reply> = { ...others };
  const machine = machineWith(programs, { python3: "/usr/bin/python3", ...path });
  programs["/usr/bin/python3"] = (args) => {
    const environment = args.includes("venv") ? args.at(-1) : undefined;
    if (environment !== undefined) {
      programs[join(environment, "bin", "python")] = () => ({});
      programs[join(environment, "bin", "lift")] = inside;
    }
    return {};
  };
  return machine;
}

test("an explicit command wins over everything, and its command line interface is what comes before `serve`", async () => {
  const machine = withPython(lift, { "/opt/lift": lift, "/usr/bin/uv": lift }, { uv: "/usr/bin/uv" });
  const { launch } = await check(wanted({ settings: { command: ["/opt/lift", "--x", "serve"] } }), machine, "/opt/lift --x serve");
  assert.deepEqual(launch?.cli, ["/opt/lift", "--x"]);
});

test("a command that does not exist is said so, and the search goes on", async () => {
  const machine = machineWith({ "/repository/.venv/bin/lift": lift });
  const request = wanted({ settings: { command: ["/gone"] }, checkout: "/repository" });
  const { log } = await check(request, machine, "/repository/.venv/bin/lift serve");
  assert.match(log.join("\n"), /! 1\. .*no program \/gone/);
});

test("a command that is not `... serve` has no command line interface", async () => {
  const { launch } = await check(wanted({ settings: { command: ["/opt/wrapper"] } }), machineWith({ "/opt/wrapper": lift }), "/opt/wrapper");
  assert.equal(launch?.cli, undefined);
});

test("the user's environment is used when it is asked for and its version fits", async () => {
  const machine = machineWith({ "/env/bin/python": lift });
  const request = wanted({ settings: { source: "environment", interpreter: "/env/bin/python" } });
  await check(request, machine, "/env/bin/python -m lift_server.cli serve");
});

test("an interpreter is never asked from inside the workspace: `python -m` would import what lies there", async () => {
  const machine = machineWith({ "/env/bin/python": lift });
  await findServer(wanted({ settings: { source: "environment", interpreter: "/env/bin/python" } }), machine, new Lines());
  assert.deepEqual(machine.folders, ["/env/bin"]);
});

test("an environment of another version is said so, and the managed one is used", async () => {
  const machine = withPython(lift, { "/env/bin/python": older });
  const request = wanted({ settings: { source: "environment" }, activeInterpreter: "/env/bin/python" });
  const log = new Lines();
  const launch = await findServer(request, machine, log);
  assert.equal(launch?.source, "managed");
  assert.match(log.lines.join("\n"), /has 0\.0\.9, and the extension needs 0\.1\.0/);
});

test("the active environment is not asked unless the user wants it", async () => {
  const machine = withPython(lift, { "/env/bin/python": lift });
  const launch = await findServer(wanted({ activeInterpreter: "/env/bin/python" }), machine, new Lines());
  assert.equal(launch?.source, "managed");
  assert.ok(!machine.ran.some((line) => line.startsWith("/env/")));
});

test("uv runs the wheel of the extension, exactly", async () => {
  const machine = machineWith({ "/usr/bin/uv": lift }, { uv: "/usr/bin/uv" });
  await check(wanted(), machine, "/usr/bin/uv tool run --from /extension/bundled/lift.whl lift serve");
});

test("where uv cannot, an environment is made", async () => {
  const machine = withPython(lift, { "/usr/bin/uv": broken }, { uv: "/usr/bin/uv" });
  const launch = await findServer(wanted(), machine, new Lines());
  assert.equal(launch?.source, "managed");
});

test("the managed environment is made once and verified each time", async () => {
  const machine = withPython(lift);
  const first = await findServer(wanted(), machine, new Lines());
  const before = machine.ran.length;
  const second = await findServer(wanted(), machine, new Lines());
  assert.deepEqual(second, first);
  assert.deepEqual(machine.ran.slice(before), [`${first?.serve[0] ?? ""} --version`]);
});

test("a managed environment that does not work any more is made anew", async () => {
  const machine = withPython(lift);
  const first = await findServer(wanted(), machine, new Lines());
  const removed = first?.serve[0] ?? "";
  const run = machine.run.bind(machine);
  machine.run = (program, args, options) => run(program === removed ? "/gone" : program, args, options);
  const second = await findServer(wanted(), machine, new Lines());
  assert.equal(second?.source, "managed");
  assert.notEqual(second.serve[0], removed);
});

test("an environment whose server is another version is not kept", async () => {
  const { log } = await check(wanted(), withPython(older), undefined);
  assert.match(log.join("\n"), /says it is 0\.0\.9, not 0\.1\.0/);
  assert.deepEqual(readdirSync(folder), []);
});

test("a Python that is too old is passed over", async () => {
  const machine = machineWith({ "/usr/bin/python3": () => ({ status: 1 }) }, { python3: "/usr/bin/python3" });
  const { log } = await check(wanted(), machine, undefined);
  assert.match(log.join("\n"), /no Python 3\.11 or newer/);
});

test("without a wheel nothing is installed: another package of that name must never be", async () => {
  const machine = withPython(lift, { "/usr/bin/uv": lift }, { uv: "/usr/bin/uv" });
  await check(wanted({ requirement: undefined }), machine, undefined);
  assert.deepEqual(machine.ran, []);
});
