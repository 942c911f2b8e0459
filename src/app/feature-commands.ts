import { createAdminCommand } from '../features/admin/admin.command';
import { importStudentsCommand } from '../features/student/student.command';
import type { Command } from '../shared/command/command';

/** The features' commands for the operator's command line. Their code is loaded when they run. */
export const FEATURE_COMMANDS: readonly Command[] = [createAdminCommand, importStudentsCommand];
