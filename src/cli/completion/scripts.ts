import type { Words } from '../words/words.ts';

/** What each shell reads at its start; all three ask `ayni complete`. */
interface ShellScript {
  readonly script: string;
  /** How to make it stay. */
  readonly place: (self: string, words: Words) => string;
}

/** A word that ends in a colon or a slash goes on. Bash breaks words at colons, and replaces the last part only. */
const BASH = `# Completion of ayni in bash.
_ayni() {
  local line=\${COMP_LINE:0:COMP_POINT} answer kind word current
  answer=$(command ayni complete --line -- "$line" 2>/dev/null) || return 0
  current=\${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=()
  { IFS= read -r kind; } <<<"$answer"
  case $kind in
    file) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current"); return 0 ;;
    folder) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current"); return 0 ;;
  esac
  # What of the word stands before the part that bash replaces.
  local typed=\${line##*[[:space:]]} head='' breaks=\${COMP_WORDBREAKS//[^:=]/}
  if [[ -n $breaks && $typed == *[$breaks]* && $current != [\\"\\']* ]]; then head=\${typed%"\${typed##*[$breaks]}"}; fi
  while IFS= read -r word; do
    word=\${word%%$'\\t'*}
    case $current in
      [\\"\\']*) ;;
      *) printf -v word %q "$word" ;;
    esac
    word=\${word#"$head"}
    case $word in
      *[:/]) compopt -o nospace ;;
    esac
    COMPREPLY+=("$word")
  done < <(tail -n +2 <<<"$answer")
}
complete -F _ayni ayni
`;

const ZSH = `#compdef ayni
# Completion of ayni in zsh.
_ayni() {
  local line kind
  local -a lines plain plain_shown open open_shown
  lines=("\${(@f)$(command ayni complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  kind=$lines[1]
  case $kind in
    file) _files; return ;;
    folder) _files -/; return ;;
  esac
  for line in "\${(@)lines[2,-1]}"; do
    local word=\${line%%$'\\t'*} shown=$line
    shown=\${line/$'\\t'/  -- }
    if [[ $word == *[:/] ]]; then open+=("$word") open_shown+=("$shown")
    elif [[ -n $word ]]; then plain+=("$word") plain_shown+=("$shown")
    fi
  done
  (( $#plain )) && compadd -l -d plain_shown -a plain
  (( $#open )) && compadd -S '' -d open_shown -a open
  return 0
}
if [ "$funcstack[1]" = "_ayni" ]; then _ayni "$@"; else compdef _ayni ayni; fi
`;

const FISH = `# Completion of ayni in fish.
function __ayni_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct | string unescape)
    set -l lines (command ayni complete -- $words[2..-1] "$current" 2>/dev/null)
    switch "$lines[1]"
        case file
            __fish_complete_path "$current"
        case folder
            __fish_complete_directories "$current" ''
        case '*'
            set -e lines[1]
            string join \\n -- $lines
    end
end
complete -c ayni -f -a '(__ayni_complete)'
`;

export const SCRIPTS: Readonly<Record<'bash' | 'zsh' | 'fish', ShellScript>> = {
  bash: {
    script: BASH,
    place: (self, { explain }) => `${self} completion bash > ~/.local/share/bash-completion/completions/ayni
${explain('or, where bash-completion is not installed, in ~/.bashrc:')}  source <(${self} completion bash)`,
  },
  zsh: {
    script: ZSH,
    place: (self, { explain }) => `${explain('in ~/.zshrc, after compinit:')}  source <(${self} completion zsh)
${explain('or, into a folder of $fpath:')}  ${self} completion zsh > ~/.zfunc/_ayni`,
  },
  fish: {
    script: FISH,
    place: (self) => `${self} completion fish > ~/.config/fish/completions/ayni.fish`,
  },
};
