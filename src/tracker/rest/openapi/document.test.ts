import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { JOIN_ROUTES, TRACKER_ROUTES } from '../../../wire/tracker/routes.ts';
import { openApiDocument } from './document.ts';
import { isJsonObject, membersOf, type Json } from './json.ts';
import { documentPage, PAGE_POLICY } from './page.ts';

const document = openApiDocument();

function everyObject(value: Json | undefined, visit: (object: { readonly [name: string]: Json }) => void): void {
  if (Array.isArray(value)) for (const one of value as readonly Json[]) everyObject(one, visit);
  if (!isJsonObject(value)) return;
  visit(value);
  for (const [, member] of membersOf(value)) everyObject(member, visit);
}

test('schema/openapi.json is what the routes say: scripts/generate-openapi.ts writes it', async () => {
  const committed: unknown = JSON.parse(
    await readFile(new URL('../../../../schema/openapi.json', import.meta.url), 'utf8'),
  );
  assert.deepEqual(committed, document);
});

test('each operation of a tracker is described', () => {
  const told = new Set<string>();
  everyObject(document['paths'], ({ operationId }) => {
    if (typeof operationId === 'string') told.add(operationId);
  });
  for (const name of [...Object.keys(JOIN_ROUTES), ...Object.keys(TRACKER_ROUTES)]) assert.ok(told.has(name), name);
});

test('each field is described, and every reference leads somewhere', () => {
  const schemas = document['components'];
  assert.ok(isJsonObject(schemas) && isJsonObject(schemas['schemas']));
  const names = Object.keys(schemas['schemas']);
  everyObject(document, (object) => {
    const { $ref } = object;
    if (typeof $ref === 'string' && $ref.startsWith('#/components/schemas/')) {
      assert.ok(names.includes($ref.slice('#/components/schemas/'.length)), $ref);
    }
    for (const [name, field] of membersOf(object['properties'])) {
      assert.ok(isJsonObject(field) && ('description' in field || '$ref' in field), name);
    }
  });
});

test('the page holds each operation and schema, and no script', () => {
  const page = documentPage(document);
  for (const name of Object.keys(TRACKER_ROUTES)) assert.ok(page.includes(`id="${name}"`), name);
  for (const [, target = ''] of page.matchAll(/href="#([^"]+)"/g)) assert.ok(page.includes(`id="${target}"`), target);
  assert.ok(!/<script|https?:\/\//.test(page));
  assert.match(PAGE_POLICY, /default-src 'none'/);
});
