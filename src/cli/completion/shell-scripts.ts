import type { Shell } from "./complete-words.ts";

/*
 * Each script asks the program itself at every Tab: `letterpress completion bash -- send --li` prints a line for each
 * word that could stand there, with what it says behind a tab; a line `:files` leaves it to the shell. The program is
 * the one of the folder, or of a folder above, as with npx, else the one on the PATH.
 */

const findProgram = `  local dir="$PWD" program=""
  while [ -n "$dir" ]; do
    if [ -x "$dir/node_modules/.bin/letterpress" ]; then program="$dir/node_modules/.bin/letterpress"; break; fi
    dir="\${dir%/*}"
  done
  [ -n "$program" ] || program="$(command -v letterpress)" || return 0`;

const bash = `# Completion of letterpress and npx letterpress for bash. Add to ~/.bashrc: eval "$(npx letterpress completion bash)"
_letterpress() {
  local word says
  local -a given=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  COMPREPLY=()
  if [ "\${COMP_WORDS[0]##*/}" = npx ]; then
    if [ "$COMP_CWORD" -lt 2 ] || [ "\${given[0]}" != letterpress ]; then
      case letterpress in "\${given[0]}"*) [ "$COMP_CWORD" -gt 1 ] || COMPREPLY=(letterpress) ;; esac
      compopt -o default 2> /dev/null
      return 0
    fi
    given=("\${given[@]:1}")
  fi
${findProgram}
  while IFS=$'\\t' read -r word says; do
    if [ "$word" = :files ]; then compopt -o default 2> /dev/null; COMPREPLY=(); return 0; fi
    COMPREPLY+=("$(printf %q "$word")")
  done < <("$program" completion bash -- "\${given[@]}" 2> /dev/null)
}
complete -F _letterpress letterpress npx
`;

const zsh = `# Completion of letterpress and npx letterpress for zsh. Add to ~/.zshrc, behind compinit: eval "$(npx letterpress completion zsh)"
_letterpress() {
  local word says
  local -a given found
  given=("\${(@)words[2,CURRENT]}")
  if [[ \${words[1]:t} == npx ]]; then
    if (( CURRENT < 3 )) || [[ \${given[1]} != letterpress ]]; then compadd letterpress; _files; return; fi
    given=("\${(@)given[2,-1]}")
  fi
${findProgram}
  while IFS=$'\\t' read -r word says; do
    if [[ "$word" == :files ]]; then _files; return; fi
    found+=("\${word//:/\\\\:}:$says")
  done < <("$program" completion zsh -- "\${(@)given}" 2> /dev/null)
  _describe letterpress found
}
compdef _letterpress letterpress
(( \${+_comps[npx]} )) || compdef _letterpress npx
`;

const fish = `# Completion of letterpress and npx letterpress for fish: npx letterpress completion fish > ~/.config/fish/completions/letterpress.fish
function __letterpress_next
    set -l given (commandline -opc) (commandline -ct)
    set -e given[1]
    if test (count $given) -gt 1; and test $given[1] = letterpress
        set -e given[1]
    end
    set -l dir $PWD
    set -l program
    while test -n "$dir"
        if test -x $dir/node_modules/.bin/letterpress
            set program $dir/node_modules/.bin/letterpress
            break
        end
        set dir (string replace -r '/[^/]*$' '' -- $dir)
    end
    test -n "$program"; or set program (command -v letterpress); or return
    set -l found ($program completion fish -- $given 2> /dev/null)
    if test "$found" = :files
        __fish_complete_path (commandline -ct)
    else
        string join \\n -- $found
    end
end
complete -c letterpress -f -a '(__letterpress_next)'
complete -c npx -n '__fish_seen_subcommand_from letterpress' -f -a '(__letterpress_next)'
`;

/** What a shell reads once, so that it completes from then on. */
export const shellScripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
