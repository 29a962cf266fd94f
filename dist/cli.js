#!/usr/bin/env node
/* The door of the terminal: the same rooms as the action's, one command at a time. */
import("./main.mjs").then(async ({ cli }) => {
    process.exitCode = await cli(process.argv.slice(2));
});
