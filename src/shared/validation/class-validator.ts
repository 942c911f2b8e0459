/* eslint-disable @typescript-eslint/no-require-imports */
import type * as all from 'class-validator';

/*
 * What the gateway uses of class-validator, imported from single files. The package's index would load 190 modules at each
 * start, with checks of phone numbers, postal codes and more.
 */

type Only<Name extends keyof typeof all> = Pick<typeof all, Name>;

export const { IsOptional } = require('class-validator/cjs/decorator/common/IsOptional') as Only<'IsOptional'>;
export const { ValidateBy } = require('class-validator/cjs/decorator/common/ValidateBy') as Only<'ValidateBy'>;
export const { ValidateIf } = require('class-validator/cjs/decorator/common/ValidateIf') as Only<'ValidateIf'>;
export const { Max } = require('class-validator/cjs/decorator/number/Max') as Only<'Max'>;
export const { Min } = require('class-validator/cjs/decorator/number/Min') as Only<'Min'>;
export const { MaxLength } = require('class-validator/cjs/decorator/string/MaxLength') as Only<'MaxLength'>;
export const { IsBoolean } = require('class-validator/cjs/decorator/typechecker/IsBoolean') as Only<'IsBoolean'>;

const { Validator } = require('class-validator/cjs/validation/Validator') as Only<'Validator'>;

const validator = new Validator();

/** Faults contain no values, which may be passwords. Null is validated like any value; it does not count as absent. */
const OPTIONS = {
  forbidUnknownValues: false,
  skipMissingProperties: false,
  validationError: { target: false, value: false },
};

/** @returns the faults of an object of a class with decorators, without its values; none if it is valid */
export const faultsOf = (input: object): all.ValidationError[] => validator.validateSync(input, OPTIONS);
