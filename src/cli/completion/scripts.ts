// What each shell runs when Tab is pressed. Nothing of the line or of an answer is ever evaluated: names come from leaked texts too.

/** The answer's line that says that files fit; all others are a word, a tab and its description. */
export const FILES = ":files";

const BASH = `# bash completion for claro-ir; in ~/.bashrc:  source <(claro-ir completion bash)
_claro_ir() {
  local word described current=\${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=()
  [[ $current == = ]] && current=
  while IFS=$'\\t' read -r word described; do
    if [[ $word == ${FILES} ]]; then
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
      compopt -o filenames 2> /dev/null
    # Descriptions only where bash lists, never where it inserts.
    elif [[ $described && ( $COMP_TYPE == 63 || $COMP_TYPE == 33 || $COMP_TYPE == 64 ) ]]; then
      COMPREPLY+=("$word  ($described)")
    else
      COMPREPLY+=("$word")
    fi
  done < <(claro-ir completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null)
  [[ \${#COMPREPLY[@]} == 1 ]] && COMPREPLY=("\${COMPREPLY[0]%%  (*}")
  compopt -o nosort 2> /dev/null
  return 0
}
complete -F _claro_ir claro-ir
`;

const ZSH = `#compdef claro-ir
# zsh completion for claro-ir; in ~/.zshrc:  source <(claro-ir completion zsh)
_claro_ir() {
  local word described files
  local -a values lines
  while IFS=$'\\t' read -r word described; do
    if [[ $word == ${FILES} ]]; then
      files=1
    else
      values+=("$word")
      lines+=("$word\${described:+  -- $described}")
    fi
  done < <(claro-ir completion zsh -- "\${(@)words[2,CURRENT]}" 2> /dev/null)
  [[ $PREFIX == --*=* ]] && compset -P '*='
  (( $#values )) && compadd -V claro-ir -l -d lines -a values
  [[ $files ]] && _files
  return 0
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _claro_ir "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
  compdef _claro_ir claro-ir
fi
`;

const FISH = `# fish completion for claro-ir; once:  claro-ir completion fish > ~/.config/fish/completions/claro-ir.fish
function __claro_ir
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l flag (string match -r -- '^--[^=]*=' "$current")
    for line in (claro-ir completion fish -- $before[2..-1] "$current" 2> /dev/null)
        if test "$line" = ${FILES}
            __fish_complete_path (string replace -r -- '^--[^=]*=' '' "$current")
        else
            printf '%s%s\\n' "$flag" "$line"
        end
    end
end
complete -c claro-ir -e
complete -c claro-ir -f -k -a '(__claro_ir)'
`;

export const SHELLS = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof SHELLS)[number];

/** What the shell is to run at its start. */
export function scriptOf(shell: Shell): string {
  return { bash: BASH, zsh: ZSH, fish: FISH }[shell];
}
