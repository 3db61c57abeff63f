package dev.stela.tools.dump;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an offset or a length: not negative, decimal or hexadecimal with 0x. */
final class OffsetConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      long value = Long.decode(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new TypeConversionException("'" + text + "' is not an offset");
  }
}
