// stms COMMAND …: the operator's command line; stms --help lists the commands.
import { runCommand } from './command';
import { COMMANDS } from './stms/commands';
import { dispatch } from './stms/dispatch';

runCommand((args) => dispatch(COMMANDS, args));
