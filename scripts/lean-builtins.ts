import type { Plugin } from 'rolldown';

/**
 * Those of Node's modules whose import costs memory that nobody uses: an `import` reads every property of the module, and
 * some are getters that load a part of Node with it. `node:http` loads the whole of `fetch` and `WebSocket` so: 16 MB in a program that does nothing
 * else, 2 MB in a peer, which shares much of it with what it loads anyway.
 */
const COSTLY = ['http', 'util', 'process'] as const;
const PREFIX = '\0lean:';

function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default';
}

/** What the module has without a getter; who imports another name sees the build fail. */
function plainNames(module: string): string[] {
  const properties = Object.entries(Object.getOwnPropertyDescriptors(process.getBuiltinModule(`node:${module}`)));
  return properties.filter(([name, property]) => 'value' in property && isIdentifier(name)).map(([name]) => name);
}

/** Has a bundle take them without reading what it doesn't use. */
export function leanBuiltins(): Plugin {
  return {
    name: 'lean-builtins',
    resolveId(source, _importer, { kind }) {
      // A `require` reads nothing of the module before it is used, and wants all of it then.
      if (kind === 'require-call') return undefined;
      const name = source.replace(/^node:/, '');
      return COSTLY.some((costly) => costly === name) ? `${PREFIX}${name}` : undefined;
    },
    load(id) {
      if (!id.startsWith(PREFIX)) return undefined;
      const module = id.slice(PREFIX.length);
      const names = plainNames(module);
      // Renamed, because some are words of the language or of this module's scope (`process`, `Buffer`).
      const taken = names.map((name, index) => `${name}: own${index}`).join(', ');
      const given = names.map((name, index) => `own${index} as ${name}`).join(', ');
      return `const whole = process.getBuiltinModule('node:${module}');
export default whole;
const { ${taken} } = whole;
export { ${given} };`;
    },
  };
}
