export {
  installNative,
  type InstallNativeOptions,
  type NativeInstallation,
  NativeInstallationError,
} from './install-native.ts';
