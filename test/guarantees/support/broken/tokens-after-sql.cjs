// The versions that a value is stored under are read after the value.
const { bearing, Shelf } = require('../../../../dist/platform/cache/shelf');

const { put } = Shelf.prototype;

Shelf.prototype.put = async function (asks, texts, storing) {
  const { versions } = await this.look(asks);
  return put.call(this, asks, texts, { ...storing, under: bearing(versions) });
};
