#!/usr/bin/env node
/** The door of the terminal: the same rooms as the action's, one command at a time. */
const { cli } = await import("./main.js");
process.exitCode = await cli(process.argv.slice(2));
export {};
