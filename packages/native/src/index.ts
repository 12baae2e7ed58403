export {
  installNative,
  type InstallNativeOptions,
  type NativeInstallation,
} from './install-native.ts';
