package dev.stela.tools;

import dev.stela.EntityId;

/**
 * An entity's id as JSON.
 *
 * @param id the name, or the UUID where there is none
 * @param uuid the 128 bits
 * @param named whether the id comes from a name
 */
record EntityIdJson(String id, String uuid, boolean named) {
  static EntityIdJson of(EntityId id) {
    return new EntityIdJson(id.toString(), id.toUuid().toString(), id.isNamed());
  }
}
