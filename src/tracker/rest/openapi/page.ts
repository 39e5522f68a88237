import { createHash } from 'node:crypto';
import { isJsonObject, membersOf, textOf, type Json, type JsonObject } from './json.ts';
import { STYLE } from './page-style.ts';

/** No scripts, nothing from other hosts, and this one style. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Text of the document: paragraphs, and `code`. */
function prose(text: string): string {
  return escape(text)
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll('\n\n', '</p><p>');
}

function at(value: Json | undefined, ...names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>((inner, name) => (isJsonObject(inner) ? inner[name] : undefined), value);
}

/** A schema in a few words, with links to those that have a name. */
function typeOf(schema: Json | undefined): string {
  if (!isJsonObject(schema)) return 'anything';
  const name = textOf(schema['$ref']).split('/').at(-1);
  if (name !== undefined && name !== '') return `<a href="#${escape(name)}">${escape(name)}</a>`;
  const { enum: choices, anyOf, items, patternProperties, const: constant } = schema;
  if (constant !== undefined) return `<code>${escape(JSON.stringify(constant))}</code>`;
  if (Array.isArray(choices)) return choices.map((choice) => `<code>${escape(String(choice))}</code>`).join(' | ');
  if (Array.isArray(anyOf)) return anyOf.map((one: Json) => typeOf(one)).join(' or ');
  if (items !== undefined) return `list of ${typeOf(items)}`;
  const [pattern] = membersOf(patternProperties);
  if (pattern !== undefined) return `map to ${typeOf(pattern[1])}`;
  return `${escape(textOf(schema['type']) || 'anything')}${rangeOf(schema)}`;
}

function rangeOf({ minimum = 0, maximum, maxLength }: JsonObject): string {
  if (typeof maxLength === 'number') return `, at most ${maxLength} characters`;
  if (typeof maximum === 'number' && typeof minimum === 'number') return `, ${minimum} to ${maximum}`;
  return '';
}

interface Row {
  readonly name: string;
  readonly schema: Json | undefined;
  readonly required: boolean;
  readonly description: string;
}

function table(rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const lines = rows.map(({ name, schema, required, description }) => {
    const standard = at(schema, 'default');
    const note =
      standard === undefined ? (required ? '' : ' (optional)') : ` (default ${escape(JSON.stringify(standard))})`;
    return `<tr><th scope="row"><code>${escape(name)}</code></th><td>${typeOf(schema)}${note}</td><td>${prose(description)}</td></tr>`;
  });
  return `<table>${lines.join('')}</table>`;
}

function fields(schema: Json | undefined): string {
  const required = at(schema, 'required');
  return table(
    membersOf(at(schema, 'properties')).map(([name, member]) => ({
      name,
      schema: member,
      required: Array.isArray(required) && required.includes(name),
      description: textOf(at(member, 'description')),
    })),
  );
}

/** A schema where it is used: its fields when it has no name of its own. */
function shape(schema: Json | undefined): string {
  const variants = at(schema, 'anyOf');
  if (Array.isArray(variants)) return variants.map((one: Json) => fields(one)).join('<p>or</p>');
  return fields(schema) || `<p>${typeOf(schema)}</p>`;
}

function contentSchema(holder: Json | undefined): Json | undefined {
  const [first] = membersOf(at(holder, 'content'));
  return at(first?.[1], 'schema');
}

function operationSection(path: string, method: string, operation: Json): string {
  const parameters = at(operation, 'parameters');
  const rows = (Array.isArray(parameters) ? parameters : []).map((parameter: Json): Row => ({
    name: textOf(at(parameter, 'name')),
    schema: at(parameter, 'schema'),
    required: at(parameter, 'required') === true,
    description: textOf(at(parameter, 'description')),
  }));
  const body = contentSchema(at(operation, 'requestBody'));
  const responses = membersOf(at(operation, 'responses'));
  const success = responses.find(([status]) => status.startsWith('2'));
  const answer = contentSchema(success?.[1]);
  const failures = responses.filter(([status]) => !status.startsWith('2')).map(([status]) => status);
  const id = escape(textOf(at(operation, 'operationId')));
  return `<section id="${id}"><h3><b>${method.toUpperCase()}</b> <code>${escape(path)}</code></h3>
<p><strong>${prose(textOf(at(operation, 'summary')))}.</strong> ${prose(textOf(at(operation, 'description')))}</p>
${rows.length === 0 ? '' : `<h4>Parameters</h4>${table(rows)}`}
${body === undefined ? '' : `<h4>Body</h4>${shape(body)}`}
<h4>Answer ${escape(success?.[0] ?? '')}</h4>${answer === undefined ? '<p>Empty.</p>' : shape(answer)}
<p>Errors: ${failures.map((status) => `<code>${escape(status)}</code>`).join(' ')}</p></section>`;
}

/** The document as one page to read, complete without scripts. */
export function documentPage(document: JsonObject): string {
  const operations = membersOf(document['paths']).flatMap(([path, methods]) =>
    membersOf(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = document['tags'];
  const groups = (Array.isArray(tags) ? tags : []).map((tag: Json) => {
    const name = textOf(at(tag, 'name'));
    const members = operations.filter(({ operation }) => {
      const own = at(operation, 'tags');
      return Array.isArray(own) && own.includes(name);
    });
    const index = members.map(
      ({ operation }) =>
        `<li><a href="#${escape(textOf(at(operation, 'operationId')))}">${escape(textOf(at(operation, 'summary')))}</a></li>`,
    );
    const sections = members.map(({ path, method, operation }) => operationSection(path, method, operation));
    const heading = `<h2>${escape(name)}</h2><p>${prose(textOf(at(tag, 'description')))}</p>`;
    return `${heading}<ul>${index.join('')}</ul>${sections.join('')}`;
  });
  const schemas = membersOf(at(document, 'components', 'schemas')).map(
    ([name, schema]) =>
      `<section id="${escape(name)}"><h3>${escape(name)}</h3><p>${prose(textOf(at(schema, 'description')))}</p>${shape(schema)}</section>`,
  );
  const title = escape(textOf(at(document, 'info', 'title')));
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>
<p>${prose(textOf(at(document, 'info', 'description')))}</p><p><a href="/v1/openapi.json">OpenAPI document</a></p>
${groups.join('')}<h2>schemas</h2>${schemas.join('')}</main></body></html>`;
}
