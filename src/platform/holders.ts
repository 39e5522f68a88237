/**
 * What holds while anybody holds it.
 * @param begin is called when the first takes hold
 * @param end when the last has let go
 * @returns takes hold; who lets go twice has let go once
 */
export function holders(begin: () => void, end: () => void): () => Disposable {
  let count = 0;
  return () => {
    if (++count === 1) begin();
    let held = true;
    return {
      [Symbol.dispose]: () => {
        if (!held) return;
        held = false;
        if (--count === 0) end();
      },
    };
  };
}
