import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect as connectTo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { secondaryRateLimit, serverError } from "../../fixtures/github/faults.ts";
import { createClient, explain, statusOf } from "../../src/github/client.ts";
import { type AtEnd, connect, count, repository } from "./connect.ts";

const GET_PULL = "pulls/get";
const pull = { ...repository, pull_number: 1 };
const CLIENT = pathToFileURL(join(import.meta.dirname, "..", "..", "src", "github", "client.ts")).href;

/** How the failure of a request is told. */
const told = async (request: Promise<unknown>) =>
  request.then(
    () => {
      throw new Error("was answered");
    },
    (error: unknown) => explain(error, "read the pull request", "pull-requests: read"),
  );

describe.concurrent("a request that fails for a passing reason", () => {
  test("502, then success", async ({ onTestFinished }) => {
    const { github, client } = await connect(onTestFinished);
    github.fail(serverError(GET_PULL, 502, 1));
    expect((await client.pulls.get(pull)).data.number).toBe(1);
    expect(github.log.map(({ status }) => status)).toEqual([502, 200]);
  });

  test("a connection that breaks, then success", async ({ onTestFinished }) => {
    const { github, client } = await connect(onTestFinished);
    github.fail({ on: GET_PULL, hangUp: true });
    expect((await client.pulls.get(pull)).status).toBe(200);
    expect(count(github, GET_PULL)).toBe(2);
  });

  test("GitHub's secondary limit is waited for as long as it says", async ({ onTestFinished }) => {
    const { github, client, said } = await connect(onTestFinished);
    github.fail(secondaryRateLimit(GET_PULL, 1));
    expect((await client.pulls.get(pull)).status).toBe(200);
    expect(count(github, GET_PULL)).toBe(2);
    expect(said).toEqual([
      expect.stringMatching(/^GitHub's secondary rate limit on .*; trying again in 1 s\.$/),
    ]);
  });

  test("a limit of an hour is not waited for", async ({ onTestFinished }) => {
    const { github, client, said } = await connect(onTestFinished);
    github.fail(secondaryRateLimit(GET_PULL, 3600));
    expect(await told(client.pulls.get(pull))).toMatchObject({
      code: "github.403",
      hint: "The token made too many requests; run again later.",
    });
    expect(count(github, GET_PULL)).toBe(1);
    expect(said).toEqual([expect.stringContaining("giving up")]);
  });
});

describe.concurrent("a failure that stays", () => {
  test("a token that is not valid", async ({ onTestFinished }) => {
    const { github, said } = await connect(onTestFinished);
    const client = createClient({ token: "wrong-token", apiUrl: github.apiUrl, log: () => {} });
    expect(await told(client.pulls.get(pull))).toMatchObject({
      kind: "environment",
      code: "github.401",
      message: expect.stringContaining("Could not read the pull request: Bad credentials"),
      hint: "The token is not valid (any more); check the input `github-token`.",
    });
    expect(count(github, GET_PULL)).toBe(1);
    expect(said).toEqual([]);
  });

  test.for([401, 403, 404, 409, 410, 422, 451])(
    "%i is not tried again",
    async (status, { onTestFinished }) => {
      const { github, client } = await connect(onTestFinished);
      github.fail({ on: GET_PULL, times: 9, status, body: { message: "no" } });
      expect(await told(client.pulls.get(pull))).toMatchObject({ code: `github.${status}` });
      expect(count(github, GET_PULL)).toBe(1);
    },
  );

  test("a page of HTML is not shown to anybody", async ({ onTestFinished }) => {
    const { github, client } = await connect(onTestFinished);
    github.fail(serverError(GET_PULL, 503, 9));
    expect(await told(client.pulls.get({ ...pull, request: { retries: 0 } }))).toMatchObject({
      code: "github.503",
      message: "Could not read the pull request: HTTP 503",
      hint: "Check the network between the runner and GitHub, then run again.",
    });
  });

  test("no server at all", async () => {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    const client = createClient({ token: "x", apiUrl: `http://127.0.0.1:${port}/api/v3`, log: () => {} });
    expect(await told(client.pulls.get({ ...pull, request: { retries: 0 } }))).toMatchObject({
      code: "github.unreachable",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test("a refusal of GraphQL says what GitHub said, and which permission is missing", async ({
    onTestFinished,
  }) => {
    const { github, client } = await connect(onTestFinished);
    const errors = [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }];
    github.fail({ on: "graphql/viewer", status: 200, body: { data: null, errors } });
    expect(await told(client.graphql("query { viewer { login } }"))).toMatchObject({
      code: "github.403",
      message: "Could not read the pull request: Resource not accessible by integration",
      hint: expect.stringContaining("`pull-requests: read`"),
    });
  });

  test.for([null, undefined, "text", 7, new Error("plain"), { status: "403" }])(
    "%s is no answer",
    (thrown) => {
      expect(statusOf(thrown)).toBeNull();
      expect(explain(thrown, "read", "contents: read").code).toBe("github.unreachable");
    },
  );
});

describe.concurrent("the address", () => {
  test("of a GitHub of one's own: REST below /api/v3, GraphQL at /api/graphql", async ({
    onTestFinished,
  }) => {
    const { github, client } = await connect(onTestFinished);
    await client.pulls.get(pull);
    await client.graphql("query { viewer { login } }");
    expect(github.log.map(({ path }) => path)).toEqual([
      "/api/v3/repos/acme/virt-tests/pulls/1",
      "/api/graphql",
    ]);
    expect(github.log.map(({ authorization }) => authorization)).toEqual(["token", "token"]);
    expect(github.log[0]?.userAgent).toMatch(/^testgen /);
  });
});

/** A proxy on loopback that writes down whom it is asked for, and leads everything to one place. */
async function startProxy(atEnd: AtEnd, port: number) {
  const asked: string[] = [];
  const server = createServer();
  server.on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    const target = connectTo(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    target.on("error", () => socket.destroy());
    socket.on("error", () => target.destroy());
    atEnd(async () => {
      socket.destroy();
      target.destroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(async () => {
    server.close();
  });
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Asks for the pull request from a process of its own: the proxy variables are read when it starts. */
const askFrom = (env: Readonly<Record<string, string>>) =>
  execa(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `const { createClient } = await import(${JSON.stringify(CLIENT)});
       const client = createClient({ token: process.env.TOKEN, apiUrl: process.env.GITHUB_API_URL, log() {} });
       const { data } = await client.pulls.get({ owner: "acme", repo: "virt-tests", pull_number: 1, request: { retries: 0 } });
       console.log(data.number);`,
    ],
    { env: { PATH: process.env.PATH ?? "", ...env }, extendEnv: false, reject: false },
  );

describe.concurrent("behind a proxy", () => {
  test("requests go through it, also to a host that only the proxy can find", async ({ onTestFinished }) => {
    const { github } = await connect(onTestFinished);
    const { port } = new URL(github.serverUrl);
    for (const name of ["http_proxy", "HTTP_PROXY"]) {
      const proxy = await startProxy(onTestFinished, Number(port));
      const { stdout, stderr } = await askFrom({
        TOKEN: github.token,
        GITHUB_API_URL: `http://github.example:${port}/api/v3`,
        [name]: proxy.url,
      });
      expect(stderr).toBe("");
      expect(stdout).toBe("1");
      expect(proxy.asked).toEqual([`github.example:${port}`]);
    }
  });

  test("no_proxy and loopback go around it", async ({ onTestFinished }) => {
    const { github } = await connect(onTestFinished);
    const { port } = new URL(github.serverUrl);
    const proxy = await startProxy(onTestFinished, Number(port));
    const direct = await askFrom({
      TOKEN: github.token,
      GITHUB_API_URL: github.apiUrl,
      http_proxy: proxy.url,
    });
    expect(direct.stdout).toBe("1");
    const excepted = await askFrom({
      TOKEN: github.token,
      GITHUB_API_URL: `http://github.invalid:${port}/api/v3`,
      http_proxy: proxy.url,
      no_proxy: "other.example, .invalid",
    });
    expect(excepted.exitCode).not.toBe(0);
    expect(proxy.asked).toEqual([]);
  });
});
