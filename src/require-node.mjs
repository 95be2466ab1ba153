// Loaded before anything else (see package.json): older releases of Node can neither read TypeScript nor load the
// database addon, and would say so in a way nobody can act on.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Dragoman needs Node.js 22.18 or newer; this is ${process.versions.node}. ` +
      'After `npm ci`, the npm scripts bring their own: run `npm start`.',
  );
  process.exit(78);
}
