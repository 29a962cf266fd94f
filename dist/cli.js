#!/usr/bin/env node
/* The door of the terminal: the same rooms as the action's, one command at a time. */
if (Number(process.versions.node.split(".")[0]) < 24) {
    console.error(`testgen needs Node 24 or newer; this is ${process.version}. Try: npx node@24 dist/cli.js`);
    process.exitCode = 3;
}
else {
    import("./main.mjs").then(async ({ cli }) => {
        process.exitCode = await cli(process.argv.slice(2));
    });
}
