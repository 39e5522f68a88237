/** Follows the reader's light or dark setting; wide tables scroll by themselves. */
export const STYLE = `
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;margin:0}
main{max-width:60rem;margin:0 auto;padding:1rem}
h2{text-transform:capitalize;border-bottom:1px solid;margin-top:3rem}
h3 b{font-size:.8em;border:1px solid;border-radius:.3em;padding:.1em .4em}
section{margin:2rem 0}
table{border-collapse:collapse;display:block;overflow-x:auto}
th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-top:1px solid color-mix(in srgb,currentColor 20%,transparent)}
th{font-weight:normal}
code{font-family:ui-monospace,monospace;font-size:.9em}
a{color:LinkText}
`;
