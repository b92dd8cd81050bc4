/**
 * What a shell has to be told once, so that it asks `traildex complete` at every Tab. Nothing that was typed is
 * evaluated: it is handed on as words.
 *
 * An answer is a line that says what can stand there (`words`, `files`, `folders`), then a line for each word: the word,
 * a tab, what it is.
 */
export type Shell = keyof typeof SCRIPTS;

export const SHELLS = ['bash', 'zsh', 'fish'] as const satisfies readonly Shell[];

/** @param viaNpx for where traildex is not on the PATH: then it is asked through npx, and npx is completed. */
export function completionScript(shell: Shell, viaNpx: boolean): string {
  return SCRIPTS[shell](viaNpx);
}

const ASK = 'traildex complete';
const ASK_NPX = 'npx --no traildex complete';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** Works with bash 3.2, which macOS has: no mapfile, no compopt. */
function bashScript(viaNpx: boolean): string {
  const asked = viaNpx
    ? `  [[ \${COMP_WORDS[1]} == traildex && $COMP_CWORD -gt 1 ]] || { _traildex_paths -f; return; }
  answer=$(${ASK_NPX} bash -- "\${COMP_WORDS[@]:2:COMP_CWORD-1}" 2>/dev/null) || return`
    : `  answer=$(${ASK} bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return`;
  return `# Completion of traildex for bash.
_traildex_paths() {
  local path current=\${COMP_WORDS[COMP_CWORD]}
  [[ $current == '=' ]] && current=''
  type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null
  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$current")
}

_traildex() {
  local answer word about
  COMPREPLY=()
${asked}
  case \${answer%%$'\\n'*} in
    files) _traildex_paths -f ;;
    folders) _traildex_paths -d ;;
    words)
      while IFS=$'\\t' read -r word about; do
        [[ -n $word && $word != words ]] && COMPREPLY+=("$word")
      done <<< "$answer"
      ;;
  esac
}

complete -F _traildex ${viaNpx ? 'npx' : 'traildex'}
`;
}

/** Both a file of $fpath and a script to be sourced. */
function zshScript(viaNpx: boolean): string {
  const name = viaNpx ? 'npx' : 'traildex';
  const asked = viaNpx
    ? `  [[ $words[2] == traildex && $CURRENT -gt 2 ]] || { _files; return }
  answer=("\${(@f)$(${ASK_NPX} zsh -- "\${(@)words[3,CURRENT]}" 2>/dev/null)}")`
    : `  answer=("\${(@f)$(${ASK} zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")`;
  return `#compdef ${name}
# Completion of traildex for zsh.
_traildex() {
  local -a answer candidates
  local line word
${asked}
  case $answer[1] in
    files) [[ $PREFIX == --*=* ]] && compset -P '*='; _files ;;
    folders) [[ $PREFIX == --*=* ]] && compset -P '*='; _files -/ ;;
    words)
      for line in "\${(@)answer[2,-1]}"; do
        word=\${line%%$'\\t'*}
        candidates+=("\${word//:/\\\\:}:\${line#*$'\\t'}")
      done
      _describe -V traildex candidates
      ;;
  esac
}

if [[ $funcstack[1] == _traildex ]]; then
  _traildex "$@"
else
  compdef _traildex ${name}
fi
`;
}

function fishScript(viaNpx: boolean): string {
  const ask = viaNpx ? ASK_NPX : ASK;
  const command = viaNpx ? `npx -n '__fish_seen_subcommand_from traildex'` : 'traildex';
  const own = viaNpx ? 'words[1..2]' : 'words[1]';
  return `# Completion of traildex for fish.
function __traildex_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -e ${own}
    set -l answer (${ask} fish -- $words "$current" 2>/dev/null)
    set -l flag (string match -r -- '^--[^=]+=' "$current"; or echo '')
    set -l path (string replace -r -- '^--[^=]+=' '' "$current")
    switch "$answer[1]"
        case files
            printf '%s\\n' $flag(__fish_complete_path "$path")
        case folders
            printf '%s\\n' $flag(__fish_complete_directories "$path" '')
        case words
            set -e answer[1]
            test (count $answer) -gt 0; and printf '%s\\n' $answer
    end
end

complete -c ${command} -f -a '(__traildex_complete)'
`;
}
