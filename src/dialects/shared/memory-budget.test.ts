import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBudget } from './memory-budget.ts';

test('lets in as many as fit, the rest in the order in which they came', async () => {
  const budget = new MemoryBudget(10);
  const entered: string[] = [];
  const enter = (name: string, bytes: number): AbortController => {
    const over = new AbortController();
    budget.take(bytes, over.signal).then(
      () => entered.push(name),
      () => entered.push(`${name} left`),
    );
    return over;
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const a = enter('a', 6);
  const b = enter('b', 6);
  const c = enter('c', 1);
  const d = enter('d', 10);
  await settle();
  assert.deepEqual(entered, ['a']);
  a.abort();
  await settle();
  assert.deepEqual(entered, ['a', 'b', 'c']);
  d.abort();
  await settle();
  assert.deepEqual(entered.at(-1), 'd left');
  b.abort();
  c.abort();
  enter('e', 10);
  await settle();
  assert.deepEqual(entered.at(-1), 'e');
});

test('takes nothing for who is gone already', async () => {
  await assert.rejects(new MemoryBudget(1).take(1, AbortSignal.abort()));
});
