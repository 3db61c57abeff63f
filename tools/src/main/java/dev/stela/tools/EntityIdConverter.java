package dev.stela.tools;

import dev.stela.EntityId;
import dev.stela.InvalidArgumentException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an entity's id as {@link EntityId#parse} does. */
final class EntityIdConverter implements ITypeConverter<EntityId> {
  @Override
  public EntityId convert(String text) {
    try {
      return EntityId.parse(text);
    } catch (InvalidArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
