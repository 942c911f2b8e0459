import { createAdminCommand } from '../features/admin/admin.command';
import { importStudentsCommand } from '../features/student/student.command';
import type { Command } from '../shared/command/command';

/** The features' commands of the operator's command line, listed without what they load when they run. */
export const FEATURE_COMMANDS: readonly Command[] = [createAdminCommand, importStudentsCommand];
